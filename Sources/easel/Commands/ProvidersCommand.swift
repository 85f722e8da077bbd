import ArgumentParser
import StudioCore
import StudioService
import TerminalScreen

/// `easel providers`: what can be picked, and why the rest cannot.
struct ProvidersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "providers",
    abstract: "List destinations: which are ready, and why the others are not.",
    discussion: "Asks the services harmless questions; never makes a picture.")

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let studio = try store.composition.studio()
    var progress = ProgressLine(isQuiet: json)
    progress.show("asking…")
    var offers: [Offer] = []
    for await known in studio.offers() { offers = known }
    progress.erase()
    guard !json else {
      for offer in offers { try Output.print(json: offer.contract) }
      return
    }
    var table = Table()
    for offer in offers { table.add(cells(offer)) }
    try table.print()
  }

  private func cells(_ offer: Offer) -> [String] {
    let destination = offer.destination
    return [
      destination.provider.displayName, destination.resource ?? destination.host ?? "–",
      destination.deployment ?? destination.model ?? "–", offer.readinessWords.word,
      OfferText.remark(of: offer),
    ]
  }
}
