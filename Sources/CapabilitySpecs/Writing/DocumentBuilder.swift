/// The members of a mapping that is going to be written; what is absent is left out.
struct DocumentBuilder {
  private var members: [DocumentValue.Member] = []

  var value: DocumentValue { .object(members) }

  mutating func add(_ name: String, _ text: String?) {
    guard let text else { return }
    add(name, value: .text(text))
  }

  mutating func add(_ name: String, _ flag: Bool?) {
    guard let flag else { return }
    add(name, value: .boolean(flag))
  }

  mutating func add(_ name: String, list: [DocumentValue]) {
    guard !list.isEmpty else { return }
    add(name, value: .list(list))
  }

  mutating func add(_ name: String, value: DocumentValue) {
    members.append(.init(name: name, value: value))
  }
}
