/// Waits until a condition holds; false if it never did, within far longer than a loaded machine should need.
package func eventually(_ condition: () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(120)
  while ContinuousClock.now < deadline {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(3))
  }
  return condition()
}
