/// The parameters of a generation, by the names that the command line, JSON and the screen share.
public enum ParameterName: String, CaseIterable, Hashable, Sendable, Codable {
  /// Pixels as `WIDTHxHEIGHT`, or `auto`.
  case size
  /// Pictures wished for; a service's own `n`.
  case count
  case quality
  /// File format of the pictures: `png`, `jpeg`.
  case format
  case background
  case style
  /// Reproduces a picture where the service honours it.
  case seed
  /// JPEG quality 0…100; a service's own `output_compression`.
  case compression
  case moderation
  /// Pictures to see while one is being made, 0…3; a service's own `partial_images`.
  case partials

  /// The label in the settings pane.
  public var label: String {
    switch self {
    case .count: "Images"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }
}
