import Configuration
import Glibc
import SystemFiles

/// Why a file that configures wraptop cannot be used.
package enum ConfigurationFileError: CommandError, Equatable {
  /// It is not there, or cannot be read; the system's reason.
  case unreadable(path: String, reason: String, isPermission: Bool)
  /// Someone else could write it, or its folder (article Security); what to do.
  case unsafe(path: String, advice: String)
  /// Someone else could read it, though it may hold secrets; what to do.
  case exposed(path: String, advice: String)
  /// It says what makes no sense: everything that is wrong with it.
  case invalid([String])
  /// It must not be written, and was not; why, and what to do.
  case unwritable(path: String, reason: String)
  /// Nothing can be made at its path; why, and what to do.
  case cannotCreate(path: String, reason: String)
  /// The system failed to write it, such as on a full disk, and it is as it was; why, and what to do.
  case ioFailed(path: String, reason: String)
  /// It changed since it was read, and was not written; the version that it has now.
  case conflict(path: String, current: FileVersion)
  /// Another process writes it, for too long.
  case locked(path: String)

  /// One line for each fault.
  package var description: String {
    switch self {
    case .unreadable(let path, let reason, _), .unwritable(let path, let reason), .cannotCreate(let path, let reason),
      .ioFailed(let path, let reason):
      "\(ShownText.path(path)): \(reason)"
    case .unsafe(let path, let advice): "\(ShownText.path(path)): another user could change it: \(advice)"
    case .exposed(let path, let advice): "\(ShownText.path(path)): another user could read it: \(advice)"
    case .invalid(let faults): faults.joined(separator: "\n")
    case .conflict(let path, .absent):
      "\(ShownText.path(path)): was removed since it was read, so it is not written; look at it again, then decide"
    case .conflict(let path, _):
      "\(ShownText.path(path)): changed since it was read, so it is not written; look at it again, then decide"
    case .locked(let path):
      "\(ShownText.path(path)): another process holds it locked; end it (lsof \(ShownText.path(path))), then try again"
    }
  }

  /// Each fault as a line of its own.
  package var report: String { description.replacing("\n", with: "\nwraptop: ") }

  package var status: FailureStatus {
    switch self {
    case .unreadable(_, _, let isPermission): isPermission ? .noPermission : .noInput
    case .unsafe, .exposed, .unwritable: .noPermission
    case .invalid: .configuration
    case .cannotCreate, .conflict, .locked: .cannotCreate
    case .ioFailed: .inputOutput
    }
  }
}

extension ConfigurationFileError {
  /// What opening or reading the file at `path` failed with.
  static func reading(_ path: String, _ error: SystemError) -> ConfigurationFileError {
    let advice = error.isPermission ? "let your user read it" : "name a file that is there"
    return .unreadable(path: path, reason: "\(error); \(advice)", isPermission: error.isPermission)
  }

  /// What making or writing the file at `path` failed with.
  static func writing(_ path: String, _ error: SystemError) -> ConfigurationFileError {
    switch error.code {
    case EACCES, EPERM:
      .unwritable(path: path, reason: "\(error); let your user write it and its folder")
    case EROFS: .unwritable(path: path, reason: "\(error); name a file on another one")
    case ENOSPC, EDQUOT:
      .ioFailed(path: path, reason: "the disk is full, and it is as it was; make room, then try again")
    case EFBIG:
      .ioFailed(
        path: path, reason: "a file must not grow so large here, and it is as it was; raise the limit (ulimit -f)")
    case ENOENT, ENOTDIR, EISDIR, EEXIST, ELOOP, ENAMETOOLONG:
      .cannotCreate(path: path, reason: "\(error); name another file")
    default: .ioFailed(path: path, reason: "\(error), and it is as it was; see to that, then try again")
    }
  }
}

/// Calls `body`; what the system refuses becomes a failure to read the file at `path`.
func whileReading<Value: ~Copyable>(
  _ path: String, _ body: () throws(SystemError) -> Value
) throws(ConfigurationFileError) -> Value {
  do throws(SystemError) { return try body() } catch { throw .reading(path, error) }
}

/// Calls `body`; what the system refuses becomes a failure to write the file at `path`.
func whileWriting<Value: ~Copyable>(
  _ path: String, _ body: () throws(SystemError) -> Value
) throws(ConfigurationFileError) -> Value {
  do throws(SystemError) { return try body() } catch { throw .writing(path, error) }
}

extension Descriptor {
  /// Locks the file at `path` until the descriptor is closed.
  borrowing func lock(isShared: Bool = false, _ path: String) throws(ConfigurationFileError) {
    do throws(LockFailure) { try lock(isShared: isShared) } catch {
      switch error {
      case .timedOut: throw .locked(path: path)
      case .system(let error): throw .writing(path, error)
      }
    }
  }
}

extension PrivateFolder {
  /// Makes the folder at `path` for the file that the operator knows as `file`.
  static func make(_ path: String, for file: String) throws(ConfigurationFileError) {
    do throws(Failure) { try make(path) } catch { throw .writing(file, error.reason) }
  }
}
