// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation

/// A hub and laptops as real processes on real files, made to be killed.
final class KilledField {
  /// The program that everybody takes part in.
  static let program = "kills"

  /// The coordinator's name.
  static let coordinator = "coco"

  /// How many interactions a visit has, without the last.
  static let interactions = 20

  /// The temporary folder.
  let folder: String

  /// Whether the folder stays when this goes away, for somebody to look into.
  var isKept = true

  /// The laptops; the coordinator's is the last.
  private(set) var seats: [Seat] = []

  /// Tells of writes to the hub's files.
  private(set) var hubWatch: FolderWatch

  /// The hub, while it runs.
  var hub: Child?

  private let hubProgram: BuiltProgram
  private let daemonProgram: BuiltProgram
  private var address = "127.0.0.1:0"

  /// Makes a hub with a program, and laptops that are enrolled and have pulled it.
  init(laptops: Int) throws {
    folder = try Stage.temporaryFolder()
    Belongings.all.note(folder: folder)
    hubProgram = try BuiltProgram("shopper-hub")
    daemonProgram = try BuiltProgram("shopper-syncd")
    try KilledField.makeFolder(folder + "/hub")
    hubWatch = try FolderWatch(folder + "/hub")
    try startHub()
    try awaitHub()
    try enrol(KilledField.coordinator, as: "coordinator")
    let file = folder + "/program.yaml"
    try Data(KilledField.yaml.utf8).write(to: URL(fileURLWithPath: file))
    let coordinator = seats.removeLast()
    try run(coordinator, ["program", "publish", file])
    try run(coordinator, ["sync"])
    for number in 1...laptops {
      try enrol("shopper-\(number)", as: "shopper")
      try run(seats[number - 1], ["sync"])
    }
    seats.append(coordinator)
  }

  deinit {
    for child in seats.flatMap({ [$0.daemon, $0.command?.child] }) + [hub] {
      guard let child else { continue }
      child.signal(SIGKILL)
      _ = child.end()
    }
    if !isKept { Belongings.all.remove(folder: folder) }
  }

  /// The laptops that have a daemon.
  var shoppers: ArraySlice<Seat> { seats.dropLast() }

  /// The coordinator's laptop.
  var coordinator: Seat { seats[seats.count - 1] }

  /// Starts the hub, on the port that it had before.
  func startHub() throws {
    hub = try Child(
      hubProgram,
      ["serve", "--data", folder + "/hub", "--listen", address],
      environment: hubEnvironment,
      log: folder + "/hub.log"
    )
  }

  /// Starts a laptop's daemon.
  func startDaemon(of seat: Seat) throws {
    seat.daemon = try seat.start(daemonProgram, ["run"])
  }

  /// Runs a command on a laptop to its end, which must be a good one.
  @discardableResult
  func run(_ seat: Seat, _ words: [String]) throws -> String {
    try finish(try seat.start(seat.program, words), named: words, log: seat.log)
  }

  /// Runs one of the hub's own commands on its data.
  func runHub(_ words: [String]) throws -> String {
    let child = try Child(
      hubProgram,
      words + ["--data", folder + "/hub"],
      environment: hubEnvironment,
      log: folder + "/hub.log"
    )
    return try finish(child, named: words, log: folder + "/hub.log")
  }

  private var hubEnvironment: [String: String] {
    BuiltProgram.environment.merging(["HOME": folder]) { $1 }
  }

  private func awaitHub() throws {
    while let hub, !hub.said.contains(UInt8(ascii: "\n")) {
      guard hub.listen() == nil else { break }
    }
    let words = String(decoding: hub?.said ?? [], as: UTF8.self).split { " \n/".contains($0) }
    guard let place = words.last else {
      throw Failure(.failed, "The hub does not serve. See its log in \(folder).")
    }
    address = String(place)
  }

  private func enrol(_ name: String, as role: String) throws {
    struct Answer: Decodable { let code: String }
    let answer = try runHub(
      ["invite", "--role", role, "--name", name, "--json"]
        + (role == "shopper" ? ["--program", KilledField.program] : [])
    )
    let code = try JSONDecoder().decode(Answer.self, from: Data(answer.utf8)).code
    let home = "\(folder)/\(name)"
    try KilledField.makeFolder(home + "/store")
    let seat = try Seat(name, try BuiltProgram(role), home: home)
    try run(seat, ["enrol", "http://\(address)", code, "--device", name])
    seats.append(seat)
  }

  private func finish(_ child: Child, named words: [String], log: String) throws -> String {
    var status = child.listen()
    while status == nil { status = child.listen() }
    guard status == 0 else {
      let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      throw Failure(
        .failed,
        "\(words.joined(separator: " ")) ended with \(status ?? 0): "
          + said.split(separator: "\n").suffix(3).joined(separator: " / ")
      )
    }
    return String(decoding: child.said, as: UTF8.self)
  }

  private static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
  }

  private static var yaml: String {
    """
    program: { code: \(program), name: Kills }
    locations: [{ code: ARN, name: Stockholm Arlanda }]
    interactions:

    """
      + (1...interactions).map { "  - { code: i\($0), name: Number \($0), kind: text }\n" }.joined()
      + "  - { code: last, name: The last, kind: text }\n"
  }
}
