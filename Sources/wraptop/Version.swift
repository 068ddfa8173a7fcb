/// The version of the program, which stands here alone.
enum Version {
  static let current = "0.1.0"
}
