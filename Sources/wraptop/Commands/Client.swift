import ArgumentParser

/// Prints what programs need to report operations (article Clients).
struct Client: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a client for programs that report to wraptop.",
    discussion: """
      One file without dependencies, for redirection to where it is used:

        wraptop client python > wraptop_client.py            any Python program; needs 3.9
        wraptop client litellm > wraptop_callback.py         a callback of LiteLLM
        wraptop client orchestrator > wraptop_monitoring.py  in place of a WrapperMonitoring of ContextLab/orchestrator
        eval "$(wraptop client shell)"                       wraptop_run NAME -- COMMAND times a command
      """)

  /// Where a client is used.
  enum Name: String, CaseIterable, ExpressibleByArgument {
    case python, litellm, orchestrator, shell

    /// The files that it consists of, one after the other.
    fileprivate var parts: [[UInt8]] {
      switch self {
      case .python: [PackageResources.python_py]
      case .litellm: [PackageResources.python_py, PackageResources.litellm_py]
      case .orchestrator: [PackageResources.python_py, PackageResources.orchestrator_py]
      case .shell: [PackageResources.shell_sh]
      }
    }
  }

  @Argument(help: "What it is for.")
  var name: Name

  func run() throws { try StandardOutput.write(Array(name.parts.joined(separator: Array("\n\n".utf8)))) }
}
