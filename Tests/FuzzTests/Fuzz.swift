import Foundation
import Glibc
import StudioTestSupport
import Testing

/// One subject of fuzzing: bytes go in, kept ones first, then mutations of them, and a property has
/// to hold for each.
///
/// `EASEL_FUZZ` is how many, `EASEL_FUZZ_SEED` where the random numbers begin. Without them it is a
/// few, the same in every run: the suite has to be quick. An input that breaks the property is
/// shrunk, shown and left in the temporary folder; one that brings the process down is left there as
/// well. It belongs in `Corpus/<subject>`, whose files are tried first in every run.
struct Fuzz {
  /// Makes an input that no mutation leads to; asked once in four times.
  typealias Maker = (inout SeededGenerator) -> [UInt8]
  /// Throws `Broken` where the input is not treated as it should be; answers what became of it, in a
  /// word. Inputs that lead to a new word are mutated further.
  typealias Property = ([UInt8], inout SeededGenerator) throws -> String

  let subject: String
  /// Without `EASEL_FUZZ`.
  let usualCount: Int
  /// More inputs to begin with.
  var seeds: [[UInt8]] = []
  /// What mutations put in.
  var words: [String] = []
  var longest = 600
  /// Processor time for one input, in seconds.
  var slowest = 2.0

  init(_ subject: String, usually count: Int) {
    self.subject = subject
    usualCount = count
  }

  func run(making make: Maker? = nil, _ property: @escaping Property) throws {
    let seed = Self.seed
    let trial = try Trial(subject: subject, slowest: slowest, property: property)
    let start = ContinuousClock.now
    var generator = SeededGenerator(seed: seed)
    var pool = try Corpus.inputs(of: subject) + seeds
    var outcomes: Set<String> = []
    let kept = pool.count
    let mutator = Mutator(words: words.map { Array($0.utf8) }, longest: longest)
    let count = max(Self.count ?? usualCount, kept)
    for number in 0..<count {
      let input =
        number < kept
        ? pool[number] : Self.input(from: pool, mutator, make, &generator)
      guard let outcome = try trial.run(input) else {
        report(trial.failure(of: input), seed: seed, number: number)
        return
      }
      // Beyond some thousands the pool would only blur.
      if outcomes.count < 4000, outcomes.insert(outcome).inserted, number >= kept {
        pool.append(input)
      }
    }
    trial.remove()
    guard Self.count != nil else { return }
    print(
      "fuzz \(subject): \(count) inputs, \(ContinuousClock.now - start), "
        + "\(outcomes.count) outcomes, seed \(seed)")
  }

  private static func input(
    from pool: [[UInt8]], _ mutator: Mutator, _ make: Maker?, _ generator: inout SeededGenerator
  ) -> [UInt8] {
    guard let make, generator.once(in: 4) else { return mutator.mutant(of: pool, &generator) }
    let input = make(&generator)
    return generator.once(in: 2) ? input : mutator.mutant(of: [input], &generator)
  }

  private func report(_ failure: Trial.Failure, seed: UInt64, number: Int) {
    Issue.record(
      """
      \(subject): \(failure.message)
      input \(number) of EASEL_FUZZ_SEED=\(seed), shrunk to \(failure.input.count) bytes, \
      is in \(failure.path) and in base64 \(Data(failure.input).base64EncodedString())
      \(String(reflecting: String(decoding: failure.input, as: UTF8.self)))
      """)
  }
}

extension Fuzz {
  /// Of inputs to each subject; nil for the usual few.
  static let count = ProcessInfo.processInfo.environment["EASEL_FUZZ"].flatMap { Int($0) }

  static let seed =
    ProcessInfo.processInfo.environment["EASEL_FUZZ_SEED"].flatMap { UInt64($0) }
    ?? (count == nil ? 20_261_121 : .random(in: 0 ... .max))

  /// For suites: a minute, or as long as a million inputs take.
  static let timeLimit = TimeLimitTrait.Duration.minutes(count == nil ? 1 : 120)
}

/// What a property throws.
struct Broken: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

/// Breaks the property where the condition does not hold. Cheaper than `#expect` a million times.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  guard condition else { throw Broken(message()) }
}
