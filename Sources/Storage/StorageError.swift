import Glibc
import SystemFiles

/// Why a store cannot be opened, read or written.
package enum StorageError: CommandError, Equatable {
  /// Another process writes it; `process` names it and since when.
  case inUse(path: String, process: String)
  /// It was made by a later version. It was not touched. `copy` is where it is as this version left it; nil if nowhere.
  case newerSchema(path: String, version: Int, copy: String?)
  /// It is a file of another kind. It was not touched.
  case notAStore(path: String)
  /// There is none.
  case missing(path: String)
  /// There is something already where a copy was to be made.
  case exists(path: String)
  /// It cannot be written to: the disk is full.
  case full(path: String)
  /// It cannot be read or written; the system's reason.
  case unusable(path: String, reason: String, isPermission: Bool)
  /// Its content makes no sense.
  case damaged(path: String, reason: String)

  package var description: String {
    switch self {
    case .inUse(let path, let process):
      "\(path): in use by \(process); look at it with --read-only, name another one with --store, or end that process"
    case .newerSchema(let path, let version, let copy):
      "\(path): written by a later wraptop (schema \(version)); use that version, or name another file with --store"
        + (copy.map { ": as it was before, it is kept in \($0)" } ?? "")
    case .notAStore(let path): "\(path): is no store of wraptop; name another file with --store"
    case .missing(let path): "\(path): there is no such store; name another one with --store"
    case .exists(let path): "\(path): exists already; name another file, or remove that one"
    case .full(let path): "\(path): the disk is full; make room, and wraptop goes on by itself"
    case .unusable(let path, let reason, let isPermission):
      "\(path): \(reason); \(isPermission ? "allow yourself to read and write it" : "see to that"), "
        + "or name another file with --store"
    case .damaged(let path, let reason): "\(path): damaged: \(reason)"
    }
  }

  package var status: FailureStatus {
    switch self {
    case .inUse, .exists: .cannotCreate
    case .missing: .noInput
    case .newerSchema: .configuration
    case .damaged, .notAStore: .badData
    case .full: .inputOutput
    case .unusable(_, _, let isPermission): isPermission ? .noPermission : .cannotCreate
    }
  }
}

extension StorageError {
  /// What a system call failed with.
  init(path: String, _ error: SystemError) {
    self =
      switch error.code {
      case ENOSPC, EDQUOT: .full(path: path)
      default:
        .unusable(path: path, reason: error.description, isPermission: Self.forbids(error.code))
      }
  }

  /// The same about another path: that which the user knows.
  func naming(_ path: String) -> StorageError {
    switch self {
    case .inUse(_, let process): .inUse(path: path, process: process)
    case .newerSchema(_, let version, let copy): .newerSchema(path: path, version: version, copy: copy)
    case .notAStore: .notAStore(path: path)
    case .missing: .missing(path: path)
    case .exists: .exists(path: path)
    case .full: .full(path: path)
    case .unusable(_, let reason, let isPermission): .unusable(path: path, reason: reason, isPermission: isPermission)
    case .damaged(_, let reason): .damaged(path: path, reason: reason)
    }
  }

  static func forbids(_ code: Int32) -> Bool { code == EACCES || code == EPERM || code == EROFS }
}
