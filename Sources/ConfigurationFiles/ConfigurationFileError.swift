import Configuration

/// Why a file that configures wraptop cannot be used.
package enum ConfigurationFileError: Error, Equatable, CustomStringConvertible {
  /// It is not there, or cannot be read; the system's reason.
  case unreadable(path: String, reason: String, isPermission: Bool)
  /// Someone else could write it, or its folder (SPEC 6); what to do.
  case unsafe(path: String, advice: String)
  /// It says what makes no sense: everything that is wrong with it.
  case invalid([String])

  /// One line for each fault.
  package var description: String {
    switch self {
    case .unreadable(let path, let reason, _): "\(ShownText.path(path)): \(reason)"
    case .unsafe(let path, let advice): "\(ShownText.path(path)): another user could change it: \(advice)"
    case .invalid(let faults): faults.joined(separator: "\n")
    }
  }

  /// The exit status of SPEC 7.
  package var exitCode: Int32 {
    switch self {
    case .unreadable(_, _, let isPermission): isPermission ? 77 : 66
    case .unsafe: 77
    case .invalid: 78
    }
  }
}
