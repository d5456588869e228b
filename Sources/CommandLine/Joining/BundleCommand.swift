// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import Foundation
import Glibc
import LocalStore

/// `bundle`: unsent work by file, where there is no network at all.
package struct BundleCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Carry unsent work to the hub by file, where there is no network.",
    subcommands: [Export.self, Import.self, List.self, Drop.self]
  )

  package init() {}

  struct Export: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Write what waits to a file, for somebody who gets to the hub sooner."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The file.", completion: .file()) var file: String

    func run(in store: LocalStore) throws {
      let bundle = try store.read { try $0.bundle(at: store.surroundings.now()) }
      guard bundle.changes > 0 else {
        throw Failure(.failed, "Nothing waits: the hub has all of this store. No file was written.")
      }
      try Export.write(bundle.bytes, to: file)
      if output.json {
        return try TextOutput.json(BundleAnswer(changes: bundle.changes, left: bundle.left))
      }
      TextOutput.line(
        "Wrote \(TextOutput.count(bundle.changes, "change")) to \(file). On a machine that gets to "
          + "the hub: bundle import, then sync. They go on waiting here until this store syncs."
      )
      if bundle.left > 0 {
        TextOutput.line("\(bundle.left) more wait, for which there was no room.")
      }
    }

    /// Writes the file whole or not at all, for its owner's eyes.
    private static func write(_ bytes: [UInt8], to path: String) throws {
      let partial = path + ".partial"
      let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw failure(path) }
      defer { close(descriptor) }
      var left = bytes[...]
      while !left.isEmpty {
        let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          defer { unlink(partial) }
          throw failure(path)
        }
        left = left.dropFirst(count)
      }
      guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> Failure {
      let reason = String(cString: strerror(errno))
      return Failure(
        .failed,
        "The file \(path) cannot be written: \(reason). Name another place; nothing has changed."
      )
    }
  }

  struct Import: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "Take another store's work along; it travels with this store's next sync."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The file.", completion: .file()) var file: String

    func run(in store: LocalStore) throws {
      guard let bytes = FileManager.default.contents(atPath: file) else {
        throw Failure(.badData, "There is no file \(file) that can be read. Correct its name.")
      }
      let bundle: CarriedBundle
      do {
        bundle = try store.write { try $0.carry(Array(bytes)) }
      } catch StoreError.missing(let what) {
        throw Failure(.badData, what)
      }
      if output.json {
        return try TextOutput.json(BundleAnswer(changes: bundle.changes, left: 0))
      }
      let author = TextOutput.singleLine("\(bundle.author)'s \(bundle.device)")
      TextOutput.line(
        "Took along \(TextOutput.count(bundle.changes, "change")) of \(author), "
          + "to travel at the next sync."
      )
    }
  }
}

private struct BundleAnswer: Encodable {
  let changes: Int
  let left: Int
}
