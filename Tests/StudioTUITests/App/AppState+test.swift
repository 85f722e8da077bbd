import StudioCore
import StudioTestSupport
import TerminalScreen

@testable import StudioTUI

extension AppState {
  /// A state without a loop around it, at the time at which tests take place.
  init(
    size: GridSize, fitter: PictureFitter = .symbols, graphics: GraphicsStatus? = nil,
    options: StudioOptions = .test
  ) {
    self.init(
      options: options, size: size, fitter: fitter, graphics: graphics ?? .init(fitter),
      parameterTable: Samples.table)
  }
}

extension StudioOptions {
  static let test = StudioOptions(
    localTime: .utc, clock: { Samples.now }, requestPrefix: "test")
}

extension PictureFitter {
  static let symbols = PictureFitter(kind: .symbols, depth: .truecolor, isUnicode: true)
  /// Pixels, in cells of 8 by 16.
  static let kitty = PictureFitter(
    kind: .kitty, cell: CellGeometry(pixelWidth: 8, pixelHeight: 16), depth: .truecolor,
    isUnicode: true)
}

extension GraphicsStatus {
  /// The status of a way that was found to be the best.
  init(
    _ fitter: PictureFitter, choice: GraphicsChoice = .auto, remedy: String? = nil,
    obstacles: [GraphicsKind: GraphicsObstacle] = [:]
  ) {
    self.init(
      choice: choice, kind: fitter.kind, transfer: fitter.transfer, cell: fitter.cell,
      isCellAssumed: false, remedy: remedy, obstacles: obstacles)
  }
}
