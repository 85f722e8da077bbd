/// A compiled terminfo entry (term(5)): read, changed in memory, written again.
struct TerminfoEntry: Equatable {
  /// The names, separated by `|`, as in the file.
  var names: [UInt8]
  /// Predefined flags: 1 is set.
  var flags: [UInt8]
  /// Predefined numbers; negative is absent.
  var numbers: [Int32]
  /// Predefined strings; nil is absent.
  var strings: [[UInt8]?]
  /// Flags of the user-defined part, by name.
  var namedFlags: [(name: [UInt8], value: UInt8)] = []
  /// Numbers of the user-defined part.
  var namedNumbers: [(name: [UInt8], value: Int32)] = []
  /// Strings of the user-defined part.
  var namedStrings: [(name: [UInt8], value: [UInt8]?)] = []

  static func == (left: TerminfoEntry, right: TerminfoEntry) -> Bool {
    left.serialized == right.serialized
  }

  /// Reads both formats: 16-bit numbers (magic 0432 octal) and 32-bit ones (01036 octal). Nil when
  /// the bytes are neither.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes)
    guard let magic = reader.short(), magic == 0x11A || magic == 0x21E else { return nil }
    let isWide = magic == 0x21E
    guard let header = reader.shorts(5), header.allSatisfy({ $0 >= 0 }),
      let names = reader.bytes(header[0]), let flags = reader.bytes(header[1])
    else { return nil }
    reader.align()
    guard let numbers = reader.numbers(header[2], isWide: isWide),
      let offsets = reader.shorts(header[3]), let table = reader.bytes(header[4])
    else { return nil }
    self.names = Array(names.prefix { $0 != 0 })
    self.flags = flags
    self.numbers = numbers
    strings = offsets.map { Reader.string(in: table, at: $0) }
    reader.align()
    readNamed(&reader, isWide: isWide)
  }

  private mutating func readNamed(_ reader: inout Reader, isWide: Bool) {
    guard let header = reader.shorts(5), header.allSatisfy({ $0 >= 0 }),
      let flags = reader.bytes(header[0])
    else { return }
    reader.align()
    let count = header[0] + header[1] + header[2]
    guard let numbers = reader.numbers(header[1], isWide: isWide),
      let offsets = reader.shorts(header[2]), let nameOffsets = reader.shorts(count),
      let table = reader.bytes(header[4])
    else { return }
    let values = offsets.map { Reader.string(in: table, at: $0) }
    // The names follow the values in the table; their offsets count from the first name.
    let firstName = values.reduce(0) { $0 + ($1.map { $0.count + 1 } ?? 0) }
    let names = nameOffsets.compactMap { Reader.string(in: table, at: firstName + $0) }
    guard names.count == count else { return }
    namedFlags = zip(names, flags).map { ($0, $1) }
    namedNumbers = zip(names.dropFirst(header[0]), numbers).map { ($0, $1) }
    namedStrings = zip(names.dropFirst(header[0] + header[1]), values).map { ($0, $1) }
  }
}

/// Reads little-endian pieces in order.
private struct Reader {
  private let content: [UInt8]
  private var index = 0

  init(_ content: [UInt8]) { self.content = content }

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, index + count <= content.count else { return nil }
    defer { index += count }
    return Array(content[index..<index + count])
  }

  mutating func short() -> Int? {
    bytes(2).map { Int(Int16(truncatingIfNeeded: Int($0[0]) | Int($0[1]) << 8)) }
  }

  mutating func shorts(_ count: Int) -> [Int]? {
    guard let raw = bytes(2 * count) else { return nil }
    return stride(from: 0, to: raw.count, by: 2).map {
      Int(Int16(truncatingIfNeeded: Int(raw[$0]) | Int(raw[$0 + 1]) << 8))
    }
  }

  mutating func numbers(_ count: Int, isWide: Bool) -> [Int32]? {
    guard isWide else { return shorts(count)?.map(Int32.init) }
    guard let raw = bytes(4 * count) else { return nil }
    return stride(from: 0, to: raw.count, by: 4).map { start in
      (0..<4).reduce(0) { $0 | Int32(raw[start + $1]) << (8 * Int32($1)) }
    }
  }

  /// Parts begin at even offsets.
  mutating func align() { index += index % 2 }

  /// A string of a table, up to its NUL; nil for the offsets that mean absent.
  static func string(in table: [UInt8], at offset: Int) -> [UInt8]? {
    guard offset >= 0, offset < table.count else { return nil }
    return Array(table[offset...].prefix { $0 != 0 })
  }
}

extension TerminfoEntry {
  /// The entry in the format with 32-bit numbers.
  var serialized: [UInt8] {
    var output: [UInt8] = []
    let (offsets, table) = Self.table(of: strings)
    let counts = [0x21E, names.count + 1, flags.count, numbers.count, strings.count, table.count]
    for count in counts { output.append(short: count) }
    output += names + [0] + flags
    if output.count % 2 == 1 { output.append(0) }
    for number in numbers { output.append(long: number) }
    for offset in offsets { output.append(short: offset) }
    output += table
    if output.count % 2 == 1 { output.append(0) }
    return output + serializedNamedPart
  }

  private var serializedNamedPart: [UInt8] {
    let allNames = namedFlags.map(\.name) + namedNumbers.map(\.name) + namedStrings.map(\.name)
    guard !allNames.isEmpty else { return [] }
    let (offsets, table) = Self.table(of: namedStrings.map(\.value))
    let (nameOffsets, nameTable) = Self.table(of: allNames)
    let present = offsets.count { $0 >= 0 } + allNames.count
    var output: [UInt8] = []
    let counts = [namedFlags.count, namedNumbers.count, namedStrings.count, present]
    for count in counts { output.append(short: count) }
    output.append(short: table.count + nameTable.count)
    output += namedFlags.map(\.value)
    if output.count % 2 == 1 { output.append(0) }
    for number in namedNumbers { output.append(long: number.value) }
    for offset in offsets + nameOffsets { output.append(short: offset) }
    return output + table + nameTable
  }

  private static func table(of strings: [[UInt8]?]) -> (offsets: [Int], table: [UInt8]) {
    var table: [UInt8] = []
    var offsets: [Int] = []
    for string in strings {
      offsets.append(string == nil ? -1 : table.count)
      if let string { table += string + [0] }
    }
    return (offsets, table)
  }
}

extension [UInt8] {
  fileprivate mutating func append(short value: Int) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  fileprivate mutating func append(long value: Int32) {
    for shift in stride(from: 0, to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> Int32(shift)))
    }
  }
}
