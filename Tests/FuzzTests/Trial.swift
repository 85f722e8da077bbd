import Foundation
import Glibc
import StudioTestSupport

/// Runs a property on inputs, one at a time, each lying in a file meanwhile: what brings the process
/// down leaves it behind.
struct Trial {
  struct Failure {
    var input: [UInt8]
    var message: String
    var path: String
  }

  private let path: String
  private let descriptor: Int32
  private let slowest: Double
  private let property: Fuzz.Property

  init(subject: String, slowest: Double, property: @escaping Fuzz.Property) throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "easel-fuzz-\(subject)-\(getpid())").path
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Broken("cannot write \(path)") }
    self.slowest = slowest
    self.property = property
  }

  /// What became of the input; nil where it broke the property.
  func run(_ input: [UInt8]) throws -> String? {
    keep(input)
    return try? attempt(input)
  }

  /// The random numbers of a property depend on its input alone, so that the input tells it all.
  private func attempt(_ input: [UInt8]) throws -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in input { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var generator = SeededGenerator(seed: hash)
    let start = Self.processorTime
    let outcome = try property(input, &generator)
    let seconds = Self.processorTime - start
    try demand(seconds <= slowest, "it takes \(seconds) s")
    return outcome
  }

  /// The smallest input found that breaks the property as well.
  func failure(of input: [UInt8]) -> Failure {
    var smallest = input
    var size = max(1, input.count / 2)
    while size > 0 {
      var place = 0
      while place < smallest.count {
        var shorter = smallest
        shorter.removeSubrange(place..<min(place + size, shorter.count))
        if (try? attempt(shorter)) == nil { smallest = shorter } else { place += size }
      }
      size /= 2
    }
    keep(smallest)
    return Failure(input: smallest, message: message(for: smallest), path: path)
  }

  private func message(for input: [UInt8]) -> String {
    do {
      return "\(try attempt(input)), and otherwise another time"
    } catch let broken as Broken {
      return broken.message
    } catch {
      return "it throws \(error)"
    }
  }

  private func keep(_ input: [UInt8]) {
    _ = pwrite(descriptor, input, input.count, 0)
    _ = ftruncate(descriptor, input.count)
  }

  /// When all went well.
  func remove() {
    unlink(path)
    close(descriptor)
  }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
