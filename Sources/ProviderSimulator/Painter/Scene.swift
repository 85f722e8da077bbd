/// A composition: what is where, before the brush.
protocol Scene {
  /// The colour of the ground layers at a place.
  func colour(at place: Place) -> Colour
  /// Draws what stands in front of them.
  func draw(on canvas: inout Canvas)
  /// The way a brush would move here, in radians; 0 is across.
  func direction(at place: Place) -> Float
  /// Draws light that no brush should dull: stars, lamps, the sun.
  func illuminate(_ canvas: inout Canvas)
}

extension Scene {
  func draw(on canvas: inout Canvas) {}
  func direction(at place: Place) -> Float { 0 }
  func illuminate(_ canvas: inout Canvas) {}
}

/// What every scene is made from.
struct SceneSetting: Sendable {
  let mood: Mood
  let palette: Palette
  let noise: Noise
  let seed: UInt64
  /// Width divided by height.
  let aspect: Float

  init(prompt: String, seed: UInt64, aspect: Float) {
    mood = Mood(prompt: prompt, seed: seed)
    palette = Palette(mood: mood)
    self.seed = seed
    noise = Noise(seed: seed)
    self.aspect = aspect
  }

  /// The scene that the prompt's words call for; a picture without a subject when none does.
  func scene() -> any Scene {
    let subjects: [(Set<Substring>, () -> any Scene)] = [
      (
        ["planet", "space", "nebula", "galaxy", "cosmos", "rocket", "astronaut", "stars"],
        {
          SpaceScene(self)
        }
      ),
      (
        ["lighthouse", "storm", "ocean", "waves", "wave", "cliff", "coast", "beacon"],
        {
          SeaScene(self)
        }
      ),
      (
        [
          "harbour", "harbor", "port", "city", "skyline", "town", "street", "boats", "tower",
          "venice", "bridge",
        ], { HarbourScene(self) }
      ),
      (
        ["fox", "forest", "wood", "woods", "trees", "deer", "wolf", "owl", "cat", "dog"],
        {
          ForestScene(self)
        }
      ),
      (
        ["desert", "dune", "dunes", "sand", "sahara", "camel", "caravan", "oasis"],
        {
          DesertScene(self)
        }
      ),
      (
        [
          "flower", "flowers", "garden", "meadow", "roses", "poppies", "tulips", "field", "bloom",
          "spring",
        ], { GardenScene(self) }
      ),
      (["door", "house", "cottage", "window", "cabin", "home"], { HouseScene(self) }),
      (["sea", "ship", "boat", "sail", "island", "beach"], { SeaScene(self) }),
      (
        [
          "mountain", "mountains", "alps", "snow", "winter", "valley", "lake", "hills", "peak",
          "landscape", "glacier",
        ], { MountainScene(self) }
      ),
    ]
    return subjects.first { mood.mentions($0.0) }?.1() ?? AbstractScene(self)
  }
}
