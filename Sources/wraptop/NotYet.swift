/// Options that are documented and come with a later part of the work: refused with a clear message, never ignored.
enum NotYet {
  /// Throws if the arguments ask for something that is not there yet.
  static func check(_ arguments: [String]) throws {
    // What other commands bring later, these have already.
    guard !["config", "alerts"].contains(arguments.first) else { return }
    var rest = arguments[...]
    while let argument = rest.popFirst(), argument != "--" {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard let option = parts.first, option.hasPrefix("--") else { continue }
      if option == "--at", !["status", "export", "report"].contains(arguments.first) {
        throw Failure.usage(
          "--at: only `wraptop status`, `export` and `report` can look at another instant; the dashboard shows the present"
        )
      }
      if let what = options[option] {
        throw Failure.usage("\(option): \(what) not part of this version; leave the option out")
      }
    }
  }

  private static let options = [
    "--mouse": "the mouse is", "--plain": "plain output is",
  ]
}
