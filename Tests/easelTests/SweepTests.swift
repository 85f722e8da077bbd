import Foundation
import Subprocess
import Testing

/// The sweeps of `Tests/Sweeps`, a sample of each. They need Python, a C compiler and, for one of
/// them, `tmux`.
@Suite("Sweeps", .serialized, .timeLimit(.minutes(3)))
struct SweepTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sweeps")

  private static let hasTools = ["/usr/bin/python3", "/usr/bin/cc"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(
    "No promise is broken in a sample of each sweep", .enabled(if: hasTools),
    arguments: [
      ["crash_sweep.py", "--quick", "--every", "9"],
      ["fault_sweep.py", "--quick", "--every", "211"], ["wire_sweep.py", "--quick"],
      ["hangup_sweep.py", "--quick"],
      ["processes_sweep.py", "--seconds", "4", "--writers", "3", "--readers", "2"],
    ])
  func sample(_ sweep: [String]) async throws {
    let script = Self.folder.appending(path: sweep[0]).path
    let run = try await Subprocess.run(
      // They take what the other tests leave of the machine.
      .name("nice"),
      arguments: Arguments(
        ["-n", "10", "python3", "-B", script] + sweep.dropFirst() + ["--easel", EaselProgram.path]),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    #expect(
      run.terminationStatus.isSuccess,
      "\(run.standardOutput)\(run.standardError)")
  }
}
