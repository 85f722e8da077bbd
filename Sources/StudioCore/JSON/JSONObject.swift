/// The members of a JSON object in the order in which they are written.
public struct JSONObject: Sendable {
  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: JSONValue

    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// In order; no name twice.
  public private(set) var members: [Member]

  /// Of two members with one name, the later counts, in the place of the first.
  public init(_ members: [Member] = []) {
    self.members = []
    for member in members { self[member.name] = member.value }
  }

  /// For a parser that has made certain that no name comes twice.
  init(distinct members: [Member]) { self.members = members }

  public var isEmpty: Bool { members.isEmpty }

  /// Setting nil removes the member; a new one goes to the end.
  public subscript(name: String) -> JSONValue? {
    get { members.first { $0.name == name }?.value }
    set {
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: Hashable {
  /// Objects are equal whatever the order of their members (RFC 8259, section 4).
  public static func == (one: JSONObject, other: JSONObject) -> Bool {
    one.members.count == other.members.count
      && one.members.allSatisfy { other[$0.name] == $0.value }
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(Set(members.map(\.name))) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member(name: $0, value: $1) })
  }
}
