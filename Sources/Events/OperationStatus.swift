/// How an operation stands or ended (article Events, Operation records).
public enum OperationStatus: String, Codable, Sendable, CaseIterable {
  /// Under way; in no total yet.
  case started
  /// Ended well, without a fallback.
  case success
  /// Failed.
  case error
  /// Ended well through a fallback.
  case fallback
  /// Failed by running out of time.
  case timeout
  /// Given up by the caller; counts as failed.
  case cancelled

  /// True for the two ways in which an operation ends well.
  @inlinable
  public var isSuccess: Bool {
    switch self {
    case .success, .fallback: true
    case .started, .error, .timeout, .cancelled: false
    }
  }
}
