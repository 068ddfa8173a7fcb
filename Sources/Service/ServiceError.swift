import SystemFiles

/// Why the core cannot do its work.
package enum ServiceError: CommandError, Equatable {
  case outOfMemory
  /// The file for rejected lines cannot be made or written; the system's reason.
  case rejectsFile(path: String, reason: String, isPermission: Bool)
  /// The file for rejected lines is itself read as input, by a pattern or path of the command line.
  case rejectsAreInput(path: String, input: String)
  /// The address for telemetry cannot be had; the system's reason.
  case receiver(address: String, reason: String, isPermission: Bool)
  /// An address for the API or the metrics cannot be had; the option that names it, and the system's reason.
  case listener(address: String, option: String, reason: String, isPermission: Bool)
  /// The file with the token for senders of telemetry, or with those of the API, is of no use.
  case tokenFile(path: String, reason: String, isPermission: Bool)
  /// The store failed until the end, so that so many operations are lost to it.
  case notStored(problem: String, operations: UInt64)

  package var description: String {
    switch self {
    case .outOfMemory: "no memory for a decoder; close other programs or raise the limit"
    case .rejectsFile(let path, let reason, _):
      "\(path): \(reason); name a file in a folder that you can write with --rejects"
    case .rejectsAreInput(let path, let input):
      "\(path): \(input) reads this file, so that rejected lines would come in again; name a file elsewhere with --rejects"
    case .receiver(let address, let reason, _):
      "\(address): telemetry cannot be received there: \(reason); end what listens there, or choose another port with --otlp"
    case .listener(let address, let option, let reason, _):
      "\(address): \(reason); end what listens there, or choose another port with \(option)"
    case .tokenFile(let path, let reason, _): "\(path): \(reason)"
    case .notStored(let problem, let operations):
      "ended with \(operations) operations not stored: \(problem); files are read again from where the store has them, "
        + "and who got no answer to a flush has to send again"
    }
  }

  package var status: FailureStatus {
    switch self {
    case .outOfMemory: .inputOutput
    case .rejectsFile(_, _, let isPermission): isPermission ? .noPermission : .cannotCreate
    case .rejectsAreInput: .usage
    case .receiver(_, _, let isPermission): isPermission ? .noPermission : .cannotCreate
    case .listener(_, _, _, let isPermission): isPermission ? .noPermission : .cannotCreate
    case .tokenFile(_, _, let isPermission): isPermission ? .noPermission : .noInput
    case .notStored: .inputOutput
    }
  }
}
