import Events
import PlainText
import SystemFiles

/// Why an input cannot be read or made: what went wrong, where, and what to do about it.
package struct IngestionError: CommandError, Equatable {
  /// What kind of failure it is; it decides the exit status.
  package enum Kind: Sendable, Equatable {
    /// An input is not there or cannot be read.
    case unreadable
    /// A socket or folder cannot be made.
    case cannotCreate
    /// An input holds what cannot be understood, such as damaged compressed data.
    case badData
    /// Reading or writing failed on the way.
    case inputOutput
    /// The user may not do this.
    case noPermission

    /// The exit status of a command that ends with it.
    package var status: FailureStatus {
      switch self {
      case .unreadable: .noInput
      case .badData: .badData
      case .cannotCreate: .cannotCreate
      case .inputOutput: .inputOutput
      case .noPermission: .noPermission
      }
    }
  }

  package var kind: Kind
  /// The path, or another name of the place.
  package var place: String
  /// What is wrong there, as the end of a sentence that begins with the place.
  package var problem: String
  /// What the operator can do.
  package var advice: String

  package init(_ kind: Kind, _ place: String, _ problem: String, advice: String) {
    self.kind = kind
    self.place = place
    self.problem = problem
    self.advice = advice
  }

  package var status: FailureStatus { kind.status }
}

extension IngestionError {
  /// `place: problem; advice`, for one line on standard error: what could do harm there is replaced.
  package var description: String { "\(place): \(problem); \(advice)".withoutHarm }
}
