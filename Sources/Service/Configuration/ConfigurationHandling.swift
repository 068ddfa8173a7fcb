import Configuration

/// Whoever answers what operators ask of the configuration.
package protocol ConfigurationHandling: Sendable {
  /// Follows the files from now on. With `disablesOnExceed`, wrappers whose daily budget is spent are switched off where
  /// their configuration asks for it.
  func start(disablesOnExceed: Bool)
  /// Does what is asked for, off the calling thread, and tells what came of it.
  func take(_ request: ConfigurationRequest, reply: @escaping @Sendable (ConfigurationReply) -> Void)
  /// Ends what `start` began, and waits for what is being done.
  func close()
}

extension ConfigurationController: ConfigurationHandling {}
