import Dispatch
import StudioCore
import Synchronization

extension OpenFile {
  /// Makes them durable all at once, each on a thread of its own, and waits: a file system that
  /// commits what several fsyncs ask for in one transaction takes little longer for all than for one.
  ///
  /// - Returns: for each file, in their order, why it may not be durable; nil where it is.
  static func sync(_ files: OpenFile...) -> [StudioError?] {
    let failures = Mutex<[Int: StudioError]>([:])
    let sync = { @Sendable (place: Int) in
      do throws(StudioError) { try files[place].sync() } catch {
        failures.withLock { $0[place] = error }
      }
    }
    let group = DispatchGroup()
    // A queue for each: the shared ones may have no thread left while others wait for disks.
    for place in files.indices.dropFirst() {
      DispatchQueue(label: "easel.sync").async(group: group) { sync(place) }
    }
    if !files.isEmpty { sync(0) }
    // Blocks a thread that blocks in the other fsyncs anyway: callers are on queues made for that.
    group.wait()
    return failures.withLock { failures in files.indices.map { failures[$0] } }
  }
}
