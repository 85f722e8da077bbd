internal import Glibc

/// The compiled entries on disk (terminfo(5)).
enum TerminfoDatabase {
  /// The entry of a terminal, from the first folder that has one; nil when none has, or when the
  /// name is no plain file name.
  static func entry(named name: String, in environment: TerminalEnvironment) -> TerminfoEntry? {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), !name.contains("/") else {
      return nil
    }
    let letter = String(Character(Unicode.Scalar(first)))
    let hex = String(first, radix: 16)
    for folder in folders(environment) {
      for subfolder in [letter, hex] {
        if let bytes = contents(of: "\(folder)/\(subfolder)/\(name)"),
          let entry = TerminfoEntry(bytes)
        {
          return entry
        }
      }
    }
    return nil
  }

  private static func folders(_ environment: TerminalEnvironment) -> [String] {
    var folders: [String] = []
    if let folder = environment["TERMINFO"] { folders.append(folder) }
    if let home = environment["HOME"] { folders.append(home + "/.terminfo") }
    if let list = environment["TERMINFO_DIRS"] {
      folders += list.split(separator: ":").map(String.init)
    }
    return folders + [
      "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo",
    ]
  }

  /// No entry that ncurses accepts is longer than 32 KB.
  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: 32768) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
  }
}
