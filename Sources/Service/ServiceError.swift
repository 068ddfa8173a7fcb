/// Why the core cannot do its work.
package enum ServiceError: Error, CustomStringConvertible, Equatable {
  case outOfMemory
  /// The file for rejected lines cannot be made or written; the system's reason.
  case rejectsFile(path: String, reason: String, isPermission: Bool)

  package var description: String {
    switch self {
    case .outOfMemory: "no memory for a decoder; close other programs or raise the limit"
    case .rejectsFile(let path, let reason, _):
      "\(path): \(reason); name a file in a folder that you can write with --rejects"
    }
  }

  /// The exit status of SPEC 7.
  package var exitCode: Int32 {
    switch self {
    case .outOfMemory: 74
    case .rejectsFile(_, _, let isPermission): isPermission ? 77 : 73
    }
  }
}
