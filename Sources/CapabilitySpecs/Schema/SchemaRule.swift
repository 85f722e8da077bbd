/// What the official schema asks of one value.
indirect enum SchemaRule: Sendable {
  case anything
  /// A text that follows a pattern, if there is one.
  case text(TextPattern?)
  /// One of these words.
  case word([String])
  case boolean
  /// A number from 0 to a limit.
  case numberUpTo(Double)
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A list of at least so many values.
  case list(of: SchemaRule, atLeast: Int)
  /// A mapping with free keys.
  case map(keys: TextPattern?, values: SchemaRule)
  /// A mapping with known keys.
  case object(SchemaObject)
  /// A rule of each kind of value; other kinds are refused. The text describes them.
  case kinds(String, @Sendable (DocumentValue.Kind) -> SchemaRule?)
  /// A mapping whose rule is chosen by looking at it.
  case choice(@Sendable (DocumentNode) -> SchemaRule)
  /// One of several rules is enough; the findings are those of the one that was probably meant.
  case any([SchemaRule], meant: @Sendable (DocumentNode) -> Int)

  static let text = SchemaRule.text(nil)
  static func text(_ pattern: TextPattern) -> SchemaRule { .text(.some(pattern)) }
  static func list(_ rule: SchemaRule) -> SchemaRule { .list(of: rule, atLeast: 0) }
  static func some(_ rule: SchemaRule) -> SchemaRule { .list(of: rule, atLeast: 1) }
}

/// A mapping with known keys.
struct SchemaObject: Sendable {
  /// What it describes, for messages: "an operation".
  let place: String
  let required: [String]
  let keys: [String: SchemaRule]
  /// A condition that no single key shows: what is wrong with the mapping, or nil.
  var objection: (@Sendable (DocumentFields) -> Objection?)?

  /// A finding about a mapping as a whole.
  struct Objection {
    let word: String
    let message: String
    /// The key at which it is; nil for the mapping itself.
    var key: String?
  }

  /// Keys that have no rule are allowed too.
  var allowsOthers = false

  /// A mapping of which only one key is looked at.
  init(_ place: String, required: [String], keysOfAnyName key: String, _ rule: SchemaRule) {
    self.init(place, required: required, [key: rule])
    allowsOthers = true
  }

  init(
    _ place: String, required: [String] = [], _ keys: [String: SchemaRule],
    objection: (@Sendable (DocumentFields) -> Objection?)? = nil
  ) {
    self.place = place
    self.required = required
    self.keys = keys
    self.objection = objection
  }
}
