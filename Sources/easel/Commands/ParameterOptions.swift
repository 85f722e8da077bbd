import ArgumentParser
import StudioCore

/// The parameters of a request. What is not set is not sent.
struct ParameterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Pixels, such as 1024x1024, or auto.", valueName: "WxH"))
  var size: String?

  // Unconditional: a negative number is an argument that makes no sense, not an option.
  @Option(parsing: .unconditional, help: ArgumentHelp("Pictures wished for.", valueName: "n"))
  var count: Int?

  @Option(help: ArgumentHelp("Such as low, medium, high.", valueName: "word"))
  var quality: String?

  @Option(help: ArgumentHelp("File format: png, jpeg.", valueName: "word"))
  var format: String?

  @Option(help: ArgumentHelp("Such as transparent, opaque, auto.", valueName: "word"))
  var background: String?

  @Option(help: ArgumentHelp("Such as vivid, natural.", valueName: "word"))
  var style: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Reproduces a picture, where the service honours it.", valueName: "n"))
  var seed: Int?

  @Option(
    name: [.customLong("partials"), .customLong("partial-images")], parsing: .unconditional,
    help: ArgumentHelp(
      "Pictures to send while one is being made, 0 to 3, where the service does.", valueName: "n"))
  var partials: Int?

  var parameters: Parameters {
    var parameters = Parameters()
    parameters[.size] = size.map { .text($0) }
    parameters[.count] = count.map { .number($0) }
    parameters[.quality] = quality.map { .text($0) }
    parameters[.format] = format.map { .text($0) }
    parameters[.background] = background.map { .text($0) }
    parameters[.style] = style.map { .text($0) }
    parameters[.seed] = seed.map { .number($0) }
    parameters[.partials] = partials.map { .number($0) }
    return parameters
  }
}
