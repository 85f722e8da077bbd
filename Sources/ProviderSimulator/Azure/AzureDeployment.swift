/// A deployment of the simulated resource.
struct AzureDeployment: Sendable {
  /// The families that differ in parameters, answers and errors.
  enum Family: Sendable {
    case dallE3, gptImage1, gptImage2, chat
  }

  /// What a deployment does besides generating.
  enum Behaviour: Sendable, Equatable {
    case works
    /// One request in each window of some seconds.
    case isLimited
    /// The whole resource is suspended.
    case isBlocked
    case fails
    /// One picture of each answer is withheld.
    case withholdsOne
  }

  var name: String
  var model: String
  var family: Family
  var behaviour = Behaviour.works
  var isListed = false
  /// Whether streams end with `data: [DONE]`; clients must take both.
  var saysDone = false
}

extension AzureDeployment {
  /// Every deployment of the resource.
  static let all: [AzureDeployment] = [
    AzureDeployment(
      name: "gpt-image-2", model: "gpt-image-2", family: .gptImage2, isListed: true),
    AzureDeployment(
      name: "gpt-image-1-mini", model: "gpt-image-1-mini", family: .gptImage1, isListed: true,
      saysDone: true),
    AzureDeployment(name: "dalle3", model: "dall-e-3", family: .dallE3, isListed: true),
    AzureDeployment(name: "chat", model: "gpt-4o", family: .chat, isListed: true),
    AzureDeployment(
      name: "limited", model: "gpt-image-1", family: .gptImage1, behaviour: .isLimited),
    AzureDeployment(
      name: "blocked", model: "gpt-image-2", family: .gptImage2, behaviour: .isBlocked),
    AzureDeployment(
      name: "broken", model: "gpt-image-2", family: .gptImage2, behaviour: .fails),
    AzureDeployment(
      name: "filtered-output", model: "gpt-image-2", family: .gptImage2,
      behaviour: .withholdsOne),
  ]

  /// The deployment of this name, without regard to case.
  static func named(_ name: String) -> AzureDeployment? {
    all.first { $0.name == name.lowercased() }
  }
}
