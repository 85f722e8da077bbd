/// Names for bind variables that the official schema accepts: capitals, digits and underscores.
struct VariableNames {
  private var names: [String: String] = [:]

  init(_ binds: [Binding]) {
    let variables = binds.flatMap(\.keys).map(\.variable)
    var taken = Set(variables.filter(Identifier.isVariable))
    for variable in variables where names[variable] == nil {
      guard !Identifier.isVariable(variable) else {
        names[variable] = variable
        continue
      }
      var name = String(
        String.UnicodeScalarView(
          variable.uppercased().unicodeScalars.map { "-*".unicodeScalars.contains($0) ? "_" : $0 }))
      if !Identifier.isVariable(name) { name = "V_" + name }
      while !taken.insert(name).inserted { name += "_" }
      names[variable] = name
    }
  }

  /// The name under which a variable is written.
  func name(of variable: String) -> String { names[variable] ?? variable }
}

extension Identifier {
  /// A text made a name of letters, digits and hyphens, if anything of it is left.
  static func kebab(_ text: String?) -> String? {
    guard let text else { return nil }
    let bytes = text.utf8.map { isAlphanumeric($0) ? $0 : UInt8(ascii: "-") }
    return bytes.contains(where: isAlphanumeric) ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
