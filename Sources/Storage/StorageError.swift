/// Why a store cannot be opened, read or written.
package enum StorageError: Error, Equatable, CustomStringConvertible {
  /// Another process writes it.
  case inUse(path: String, process: String)
  /// It was made by a later version.
  case newerSchema(path: String, version: Int)
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
    case .newerSchema(let path, let version):
      "\(path): written by a later wraptop (schema \(version)); use that version, or name another file with --store"
    case .full(let path): "\(path): the disk is full; make room, and wraptop goes on by itself"
    case .unusable(let path, let reason, _): "\(path): \(reason)"
    case .damaged(let path, let reason): "\(path): damaged: \(reason)"
    }
  }

  /// The exit status of SPEC 7.
  package var exitCode: Int32 {
    switch self {
    case .inUse: 73
    case .newerSchema, .damaged: 65
    case .full: 74
    case .unusable(_, _, let isPermission): isPermission ? 77 : 73
    }
  }
}
