/// Waits until a condition holds; returns false if it never does.
///
/// It gives up after far longer than a loaded machine should need, and not before the condition was looked at many times:
/// where tests run in parallel, hundreds of others can come between two looks, and between two steps of what is waited for.
nonisolated(nonsending) package func eventually(_ condition: () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(120)
  var looks = 0
  while looks < 2_000 || ContinuousClock.now < deadline {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(3))
    looks += 1
  }
  return condition()
}
