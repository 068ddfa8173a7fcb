import CLinux

/// The version of the program, which stands here alone.
enum Version {
  static let current = "0.1.0"

  /// The version with the commit, where the build was told (article Installing).
  static var full: String { cl_build_commit().map { "\(current) (\(String(cString: $0)))" } ?? current }
}
