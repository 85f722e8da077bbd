/// What one parameter means at one destination.
public struct ParameterRule: Hashable, Sendable {
  /// Whether the service honours the parameter. The reason is one short phrase for people.
  public enum Support: Hashable, Sendable {
    case supported
    /// The service takes it and pays no attention to it; it is not sent.
    case ignored(reason: String)
    /// The service would refuse it; it is not sent.
    case unsupported(reason: String)
  }

  public enum Values: Hashable, Sendable {
    /// Known words. Others are passed on with a warning: services learn new ones.
    case choice([String])
    case integer(ClosedRange<Int>)
    /// `auto` (where allowed) or `WIDTHxHEIGHT`; `known` sizes are offered first.
    case size(known: [ImageSize], allowsAuto: Bool, limits: SizeLimits?)
  }

  /// Bounds that a service enforces on free sizes.
  public struct SizeLimits: Hashable, Sendable {
    /// Both sides must be multiples of this.
    public var multiple: Int
    /// The longest side allowed, in pixels.
    public var longestSide: Int
    /// Longest side over shortest side at most.
    public var aspect: Int
    /// Width × height allowed.
    public var pixels: ClosedRange<Int>

    public init(multiple: Int, longestSide: Int, aspect: Int, pixels: ClosedRange<Int>) {
      self.multiple = multiple
      self.longestSide = longestSide
      self.aspect = aspect
      self.pixels = pixels
    }
  }

  public var name: ParameterName
  public var support: Support
  public var values: Values
  /// What the service does when the parameter is not sent, in its own word where it has one.
  public var defaultValue: ParameterValue?
  /// What a door at which somebody watches asks for when nothing is set; nil for nothing.
  public var watchedValue: ParameterValue?
  /// One short sentence for people, such as `one picture a request`.
  public var note: String?

  public init(
    _ name: ParameterName, _ values: Values, default defaultValue: ParameterValue? = nil,
    watched watchedValue: ParameterValue? = nil, support: Support = .supported,
    note: String? = nil
  ) {
    self.name = name
    self.support = support
    self.values = values
    self.defaultValue = defaultValue
    self.watchedValue = watchedValue
    self.note = note
  }

  public var isSupported: Bool { support == .supported }

  /// Why the parameter has no effect; nil where it has.
  public var reason: String? {
    switch support {
    case .supported: nil
    case .ignored(let reason), .unsupported(let reason): reason
    }
  }
}
