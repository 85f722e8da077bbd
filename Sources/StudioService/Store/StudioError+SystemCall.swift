import Glibc
import StudioCore

extension StudioError {
  /// A failed system call on a file, in a person's words.
  ///
  /// - Parameters:
  ///   - action: what was tried: `write`, `create`, `read`.
  ///   - path: shown without anything that a terminal would act on.
  ///   - isCreation: a name or folder was to be made; missing rights are then `cannot-create`.
  static func systemCall(
    _ action: String, _ path: String, _ number: Int32, isCreation: Bool = false
  ) -> StudioError {
    let message = "Cannot \(action) \(printable(path)): \(reason(number))."
    switch number {
    case ENOSPC, EDQUOT:
      return StudioError(
        .diskFull, message,
        hint: "Free some space there, or choose another store with --store.", isRetryable: true)
    case EACCES, EPERM, EROFS, ENOENT, EEXIST, ENOTEMPTY, ENOTDIR, ELOOP, ENAMETOOLONG:
      return StudioError(
        isCreation ? .cannotCreate : .inputOutput, message, hint: hint(number))
    default:
      return StudioError(.inputOutput, message, hint: hint(number))
    }
  }

  /// True for one of our own disk, not of a service.
  var isOfDisk: Bool { code == .diskFull || code == .inputOutput || code == .cannotCreate }

  /// The text with every character that is not plainly visible replaced, so that a path can be
  /// shown anywhere.
  static func printable(_ path: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in path.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        shown.append("?")
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  private static func reason(_ number: Int32) -> String {
    switch number {
    case ENOSPC: "the disk is full"
    case EDQUOT: "the disk quota is used up"
    case EACCES, EPERM: "permission denied"
    case EROFS: "the file system is read-only"
    case ENOENT: "no such file or folder"
    case EEXIST, ENOTEMPTY: "it exists already"
    case ENOTDIR: "a part of the path is not a folder"
    case EIO: "the disk reports an error"
    default: strerror(number).map { String(cString: $0) } ?? "error \(number)"
    }
  }

  private static func hint(_ number: Int32) -> String {
    switch number {
    case EACCES, EPERM: "Check who owns the folder and its permissions."
    case EROFS: "Choose a store on a file system that can be written, with --store."
    case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: "Check the path of the store."
    case EMFILE, ENFILE: "Too many files are open: end other programs or raise the limit."
    case EIO: "Check the disk, and copy the store to another one."
    default: "Check the disk and the store's path."
    }
  }
}
