import Dispatch
import StudioCore
import Synchronization

extension OpenFile {
  /// Does both at once, on two threads, and waits for them: a file system that commits what two
  /// fsyncs ask for in one transaction takes little longer for both than for one.
  ///
  /// Throws what `one`, else what `other` does.
  static func together(
    _ one: () throws(StudioError) -> Void,
    and other: @escaping @Sendable () throws(StudioError) -> Void
  ) throws(StudioError) {
    let failure = Mutex<StudioError?>(nil)
    let group = DispatchGroup()
    // A queue of its own: the shared ones may have no thread left while others wait for disks.
    DispatchQueue(label: "easel.sync").async(group: group) {
      do throws(StudioError) { try other() } catch { failure.withLock { $0 = error } }
    }
    var first: StudioError?
    do throws(StudioError) { try one() } catch { first = error }
    // Blocks a thread that blocks in the other fsync anyway: callers are on queues made for that.
    group.wait()
    if let error = first ?? failure.withLock({ $0 }) { throw error }
  }
}
