// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import Foundation
package import LocalStore
import SyncClient
import SyncProtocol

/// `enrol URL CODE`: makes the store a replica of a hub, in a person's name.
package struct Enrol: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "enrol",
    abstract: "Join a hub with the one-time code that you were given."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The hub's address, such as https://hub.example.com.") var address: String
  @Argument(help: "The one-time code.") var code: String
  @Option(help: "What you call this machine.") var device: String?
  @Option(
    name: .customLong("ca-file"),
    help: "Certificates to trust for this hub instead of the system's (PEM).",
    completion: .file()
  )
  var caFile: String?

  package init() {}

  package func run(in store: LocalStore) throws {
    let (replica, before) = try store.read { (try $0.replica(), try $0.enrolment()) }
    let hub = try HubConnection.to(address, token: nil, caFile: caFile)
    let enrolment = try hub.enrol(
      code: code,
      replica: replica,
      device: try device ?? Settings()["device"] ?? ProcessInfo.processInfo.hostName,
      address: try HubAddress(address, allowingPlainHTTP: true),
      caFile: caFile
    )
    let person = enrolment.card.person
    if let before, before.card.person.id != person.id {
      throw Failure(
        .failed,
        "This store belongs to \(before.card.person.name), and the code to \(person.name). "
          + "Name another folder with --store for \(person.name), and ask for a new code."
      )
    }
    try store.write { try $0.enrol(enrolment) }
    if output.json {
      try TextOutput.json(
        EnrolAnswer(
          name: person.name,
          role: person.role.rawValue,
          device: enrolment.card.device,
          replica: replica.description
        )
      )
    } else {
      TextOutput.line("Enrolled as \(person.name) (\(person.role.rawValue)). Next: sync")
    }
  }
}

private struct EnrolAnswer: Encodable {
  let name: String
  let role: String
  let device: String
  let replica: String
}
