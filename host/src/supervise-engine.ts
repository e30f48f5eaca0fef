import type { Engine } from './engine.ts'
import type { Launch } from './slot.ts'
import type { SupervisedEngine } from './supervisor.ts'

/** Puts an engine into the fleet: it runs already, comes back when it dies, and is killed and frozen by the same actions. */
export function superviseEngine(engine: Engine): SupervisedEngine {
  const launch = engine.flavour === 'brought' ? undefined : launchEngine(engine)
  return { name: engine.kind, version: engine.version, port: engine.port, launch }
}

function launchEngine(engine: Engine): Launch {
  return ({ ready, ended }) => {
    const over = () => {
      forget()
      ended()
    }
    const forget = engine.onExit(over)
    engine.start().then(() => ready(engine.port), over)
    return {
      get pid() {
        return engine.pid
      },
      // That it ended is told by onExit.
      terminate: () => void engine.stop().catch(() => engine.kill()),
      kill: () => engine.kill(),
      freeze: () => engine.freeze(),
      thaw: () => engine.thaw(),
    }
  }
}
