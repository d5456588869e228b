// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation

/// A hub and the laptops of its people, in one temporary folder.
final class Stage {
  /// The temporary folder.
  let folder: String

  /// The hub, while it serves.
  let hub: ServingHub

  /// The laptops by name.
  let laptops: [String: Laptop]

  private let isKept: Bool

  /// Invites people, starts the hub as a process, and joins it with everybody's laptop.
  ///
  /// - Parameters:
  ///   - people: Who takes part.
  ///   - program: The code of the program that they take part in.
  ///   - isKept: Whether the folder stays when the stage goes away.
  ///   - tracer: The words in front of the hub's own, to run it under another program.
  /// - Throws: ``Failure``; what stores and the hub say.
  init(
    _ people: [Invitee],
    program: String,
    isKept: Bool,
    under tracer: [String] = []
  ) async throws {
    let folder = try Stage.temporaryFolder()
    if !isKept { Belongings.all.note(folder: folder) }
    self.folder = folder
    self.isKept = isKept
    do {
      let data = folder + "/hub"
      let codes = try await Invitee.invite(people, to: program, data: data)
      let hub = try ServingHub(data: data, log: folder + "/hub.log", under: tracer)
      var laptops: [String: Laptop] = [:]
      for person in people {
        laptops[person.device] = try Laptop(
          person.device,
          folder: "\(folder)/\(person.device)",
          hub: hub.address,
          code: codes[person.device] ?? ""
        )
      }
      (self.hub, self.laptops) = (hub, laptops)
    } catch {
      if !isKept { Belongings.all.remove(folder: folder) }
      throw error
    }
  }

  /// The laptop of a name.
  func laptop(_ name: String) throws -> Laptop {
    guard let laptop = laptops[name] else {
      throw Failure(.badData, "Nobody has a laptop \u{201c}\(name)\u{201d}. Check the data.")
    }
    return laptop
  }

  deinit {
    hub.stop()
    if !isKept { Belongings.all.remove(folder: folder) }
  }

  /// A new folder that only its owner may enter.
  static func temporaryFolder() throws -> String {
    let template = FileManager.default.temporaryDirectory.path + "/shopper-bench-XXXXXX"
    var name = Array(template.utf8CString)
    guard mkdtemp(&name) != nil else {
      throw Failure(.failed, "No temporary folder can be made. Check TMPDIR.")
    }
    return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
