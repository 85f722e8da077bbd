/// The colours of one light: what the sky, the haze, the land and the water look like in it.
struct Palette: Sendable {
  var zenith: Colour
  var middle: Colour
  var horizon: Colour
  /// Sun or moon, and what it touches.
  var light: Colour
  /// What things fade into with distance.
  var haze: Colour
  /// What lies in shadow.
  var shade: Colour
  var land: Colour
  var water: Colour
  /// How much lamps and stars stand out, 0 to 1.
  var darkness: Float

  init(mood: Mood) {
    self = Self.base(mood)
    if let tint = mood.tint {
      zenith = blend(zenith, tint * 0.6, 0.16)
      haze = blend(haze, tint, 0.14)
      middle = blend(middle, tint, 0.12)
    }
  }

  private init(
    _ zenith: Int, _ middle: Int, _ horizon: Int, light: Int, haze: Int, shade: Int, land: Int,
    water: Int, darkness: Float
  ) {
    self.zenith = Colour(hex: zenith)
    self.middle = Colour(hex: middle)
    self.horizon = Colour(hex: horizon)
    self.light = Colour(hex: light)
    self.haze = Colour(hex: haze)
    self.shade = Colour(hex: shade)
    self.land = Colour(hex: land)
    self.water = Colour(hex: water)
    self.darkness = darkness
  }

  private static func base(_ mood: Mood) -> Palette {
    switch (mood.weather, mood.hour) {
    case (.storm, .night):
      Palette(
        0x0B1020, 0x1C2738, 0x43505E, light: 0xFFE2A0, haze: 0x3A4756, shade: 0x080B14,
        land: 0x1B1F22, water: 0x122430, darkness: 0.95)
    case (.storm, _):
      Palette(
        0x1E2A3A, 0x465565, 0xE0A868, light: 0xFFC878, haze: 0x8A8C8C, shade: 0x10161F,
        land: 0x2E2C2A, water: 0x1F4350, darkness: 0.75)
    case (_, .night):
      Palette(
        0x070B1F, 0x14224A, 0x3A4F7A, light: 0xF4EDD0, haze: 0x33466E, shade: 0x060813,
        land: 0x141A26, water: 0x0E1C3A, darkness: 1)
    case (.snow, .day):
      Palette(
        0x5E8FC4, 0xA9C8E2, 0xF3E7DA, light: 0xFFF2DC, haze: 0xCBD9E6, shade: 0x33486B,
        land: 0x3A4A55, water: 0x4F7FA0, darkness: 0)
    case (.mist, _):
      Palette(
        0x8FA3AD, 0xBFC8C6, 0xEADFC8, light: 0xFFF0CC, haze: 0xCFD2CB, shade: 0x36454A,
        land: 0x45534E, water: 0x7F959A, darkness: 0.15)
    case (_, .dawn):
      Palette(
        0x4A6C9E, 0xE3A9A0, 0xFFDCA6, light: 0xFFE8B8, haze: 0xE0B8AC, shade: 0x2A2C4A,
        land: 0x4A4452, water: 0x6C86A8, darkness: 0.3)
    case (_, .day):
      Palette(
        0x2F78C2, 0x7FB6E0, 0xE6EFE8, light: 0xFFF4D2, haze: 0xB9D2DE, shade: 0x24404A,
        land: 0x4F7040, water: 0x2C7FA0, darkness: 0)
    case (_, .sunset):
      Palette(
        0x35406F, 0xD0677A, 0xFFB25A, light: 0xFFD27A, haze: 0xD98A78, shade: 0x2A1D36,
        land: 0x4A3A3C, water: 0x5A567F, darkness: 0.35)
    case (_, .dusk):
      Palette(
        0x131C46, 0x4A4A86, 0xE08F80, light: 0xFFC890, haze: 0x75709C, shade: 0x0F1028,
        land: 0x2A2A42, water: 0x2C3A6C, darkness: 0.8)
    }
  }
}
