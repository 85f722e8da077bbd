import Pictures
import StudioCore
import TerminalScreen

/// Pictures on the whole screen: one, or two that are compared.
struct ViewerPane: Sendable {
  /// What is told about the picture.
  enum Details: CaseIterable, Sendable {
    /// One line below it.
    case line
    /// Everything, beside or below it.
    case panel
    case none

    var next: Details {
      switch self {
      case .line: .panel
      case .panel: .none
      case .none: .line
      }
    }
  }

  /// How two pictures are compared.
  enum Comparison: Sendable {
    /// Both at once.
    case beside
    /// One in the place of the other: the marked one at the moment, or the other one.
    case marked, other
  }

  /// Where the person came from and goes back to.
  var origin = Place.studio
  var details = Details.line
  var look = PictureLook()
  /// Where the mouse was last, while it drags the picture.
  var dragPoint: Point?
  /// The picture that others are compared with.
  var marked: ViewedPicture?
  var comparison: Comparison?
}

/// One picture of a generation.
struct ViewedPicture: Sendable {
  var generation: Generation
  var imageIndex: Int

  init?(_ generation: Generation?, _ imageIndex: Int) {
    guard let generation, generation.images.indices.contains(imageIndex) else { return nil }
    self.generation = generation
    self.imageIndex = imageIndex
  }

  var image: GeneratedImage { generation.images[imageIndex] }

  /// Whether both are the same picture, whatever became of its record meanwhile.
  func isSame(as other: ViewedPicture) -> Bool {
    generation.id == other.generation.id && imageIndex == other.imageIndex
  }

  var path: String { generation.path(of: image) }
  /// In pixels, where that is known.
  var size: PixelSize? {
    image.size.map { PixelSize(width: $0.width, height: $0.height) }
  }
}
