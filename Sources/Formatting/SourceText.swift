import Events

extension SourceState {
  /// Its name in documents for programs.
  package var key: String {
    switch self {
    case .waiting: "waiting"
    case .catchingUp: "catching_up"
    case .live: "live"
    case .ended: "ended"
    case .failed: "failed"
    }
  }
}

extension SourceStatus {
  /// What is wrong with the source and what to do; nil if nothing is.
  package var problem: String? {
    switch state {
    case .failed(let reason): return reason
    case .waiting where kind == .file:
      return "\(name.withoutHarm): there is no such file; it is read as soon as there is"
    default: break
    }
    return isAllRejected ? "\(name.withoutHarm): every line was rejected" : nil
  }
}
