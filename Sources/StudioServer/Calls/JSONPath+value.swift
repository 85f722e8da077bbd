import CapabilitySpecs
import StudioCore

extension JSONPath {
  var isRoot: Bool { steps.isEmpty }

  /// The value there; nil where there is none. Past `[*]`, `.*` or `..` it is the list of all values
  /// found.
  func value(in root: JSONValue) -> JSONValue? {
    var found = [root]
    for step in steps { found = found.flatMap { Self.values(of: step, in: $0) } }
    return steps.contains(where: Self.findsMany) ? .array(found) : found.first
  }

  private static func findsMany(_ step: Step) -> Bool {
    switch step {
    case .all, .descendants: true
    case .member, .element: false
    }
  }

  private static func values(of step: Step, in value: JSONValue) -> [JSONValue] {
    switch step {
    case .member(let name): return value[name].map { [$0] } ?? []
    case .element(let number):
      let elements = value.elements
      let place = number < 0 ? elements.count + number : number
      return elements.indices.contains(place) ? [elements[place]] : []
    case .all: return value.object?.members.map(\.value) ?? value.elements
    case .descendants(let name):
      let below = value.object?.members.map(\.value) ?? value.elements
      return (value[name].map { [$0] } ?? []) + below.flatMap { values(of: step, in: $0) }
    }
  }
}
