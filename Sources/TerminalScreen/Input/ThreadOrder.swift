internal import CTerminal

/// Which threads of the program get a core first. Both are wishes to the kernel; where it does not
/// know them, nothing changes.
public enum ThreadOrder {
  /// The calling thread works on what nobody waits for: the others go first. On Linux the niceness of
  /// a thread is its own (sched(7)). It cannot be taken back.
  public static func giveWay() { ct_thread_give_way() }

  /// The calling thread waits most of the time and has little to do: it gets a core as soon as it
  /// wakes, and is done within a short slice of time (sched_setattr(2), since Linux 6.12).
  static func goFirst() { ct_thread_go_first() }
}
