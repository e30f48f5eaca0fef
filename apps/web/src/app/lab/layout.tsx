import { FaultBar } from '~/lab/fault-bar'
import { LabMasthead } from '~/lab/lab-masthead'

/** The lab's pages: a plant room, so no wall and no colophon. */
export default function LabLayout({ children }: { children: React.ReactNode }) {
  return (
    <div className="labp">
      <LabMasthead />
      <FaultBar />
      {children}
    </div>
  )
}
