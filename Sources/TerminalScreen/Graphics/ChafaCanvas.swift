import CChafa
import Pictures

/// One drawing by libchafa, freed with its owner.
///
/// A canvas belongs to the task that made it; any number may be at work at the same time, since the
/// library's only shared state is set up once, before the first canvas.
struct ChafaCanvas: ~Copyable {
  /// How the canvas turns pixels into symbols and colours.
  struct Look {
    var mode: ChafaCanvasMode
    var symbols: ChafaSymbolTags
    /// What to draw with when there is no colour, as 0xRRGGBB.
    var foreground: UInt32 = 0xFFFFFF
    /// What lies behind half-transparent pixels, as 0xRRGGBB.
    var background: UInt32 = 0
    /// Whether transparent pixels show `background` instead of staying transparent.
    var isOpaque = false
  }

  /// What the library chose for one cell. Colours are 0xRRGGBB or palette numbers, by the canvas's
  /// mode, and negative where the picture is transparent.
  struct Symbol {
    let scalar: Unicode.Scalar
    let foreground: Int32
    let background: Int32
  }

  /// Drawing in the caller's thread: the studio already draws several pictures at once, and starting
  /// threads for each costs more than a small picture.
  private static let library: Void = chafa_set_n_threads(1)

  /// The library's middle way between speed and fit; more is many times slower.
  private static let workFactor: Float = 0.5

  /// In samples, half a cell. Where colours are few their errors spread from half to half: a finer
  /// grain than symbols can show would lose the errors, and tint the picture. Truecolor is never
  /// dithered.
  private static let ditherGrain = (width: Int32(8), height: Int32(4))

  private let canvas: OpaquePointer

  /// An empty canvas; nil when the size is empty.
  init?(size: GridSize, look: Look) {
    guard size.rows > 0, size.columns > 0 else { return nil }
    _ = Self.library
    guard let config = chafa_canvas_config_new() else { return nil }
    defer { chafa_canvas_config_unref(config) }
    chafa_canvas_config_set_geometry(config, Int32(size.columns), Int32(size.rows))
    Self.apply(look, to: config)
    guard let canvas = chafa_canvas_new(config) else { return nil }
    self.canvas = canvas
  }

  deinit { chafa_canvas_unref(canvas) }

  private static func apply(_ look: Look, to config: OpaquePointer) {
    chafa_canvas_config_set_canvas_mode(config, look.mode)
    chafa_canvas_config_set_work_factor(config, workFactor)
    chafa_canvas_config_set_dither_mode(config, CHAFA_DITHER_MODE_DIFFUSION)
    chafa_canvas_config_set_dither_grain_size(config, ditherGrain.width, ditherGrain.height)
    chafa_canvas_config_set_fg_color(config, look.foreground)
    chafa_canvas_config_set_bg_color(config, look.background)
    if look.isOpaque { chafa_canvas_config_set_transparency_threshold(config, 1) }
    guard let symbols = chafa_symbol_map_new() else { return }
    defer { chafa_symbol_map_unref(symbols) }
    chafa_symbol_map_add_by_tags(symbols, look.symbols)
    chafa_symbol_map_remove_by_tags(symbols, CHAFA_SYMBOL_TAG_WIDE)
    chafa_canvas_config_set_symbol_map(config, symbols)
  }

  /// Draws the image over the whole canvas, without keeping its aspect.
  borrowing func draw(_ image: PixelImage) {
    image.pixels.withUnsafeBufferPointer { pixels in
      chafa_canvas_draw_all_pixels(
        canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, pixels.baseAddress, Int32(image.width),
        Int32(image.height), Int32(image.width * 4))
    }
  }

  /// What to show at a place inside the canvas.
  borrowing func symbol(row: Int, column: Int) -> Symbol {
    var (foreground, background): (Int32, Int32) = (-1, -1)
    let code = chafa_canvas_get_char_at(canvas, Int32(column), Int32(row))
    chafa_canvas_get_raw_colors_at(
      canvas, Int32(column), Int32(row), &foreground, &background)
    return Symbol(
      scalar: Unicode.Scalar(code) ?? " ", foreground: foreground, background: background)
  }
}
