// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A disk of a few megabytes at the place of a folder, which only programs see that are started
/// with its ``launcher``; it goes away with this.
///
/// It takes a kernel that lets everybody have name spaces of their own: see ``isPossible``.
package final class SmallDisk: Sendable {
  private static let programs = ["/usr/bin/unshare", "/usr/bin/nsenter"]

  private let path: String
  private let holder: RunningProgram

  /// Whether this machine allows such disks.
  package static let isPossible: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    return programs.allSatisfy(FileManager.default.isExecutableFile(atPath:))
      && (try? SmallDisk(megabytes: 1, at: folder.path)) != nil
  }()

  /// Puts a disk at the place of a folder.
  package init(megabytes: Int, at folder: String) throws {
    path = folder
    let script = """
      mount -t tmpfs -o size=\(megabytes)m none "$1" && echo mounted &&
      exec tail --pid=\(getpid()) -f /dev/null
      """
    holder = try ProgramUnderTest(path: Self.programs[0])
      .start(["--map-root-user", "--mount", "/bin/sh", "-c", script, "sh", folder])
    try holder.waitForLine(containing: "mounted")
  }

  /// What programs are started with that are to see the disk.
  package var launcher: [String] {
    [
      Self.programs[1], "--target", "\(holder.processID)", "--user", "--mount",
      "--preserve-credentials",
    ]
  }

  /// Writes until there is no room for another byte.
  package func fill() throws {
    _ = try run("cat /dev/zero > \"$1/filler\"")
  }

  /// Removes what filled the disk.
  package func makeRoom() throws {
    let outcome = try run("rm \"$1/filler\"")
    guard outcome.status == 0 else { throw ProgramFailure(description: "\(outcome)") }
  }

  private func run(_ script: String) throws -> ProgramOutcome {
    var shell = try ProgramUnderTest(path: "/bin/sh")
    shell.launcher = launcher
    return try shell.run(["-c", script, "sh", path])
  }
}
