import { redirect } from 'next/navigation'

/** The office opens on what waits for somebody. */
export default function OfficePage() {
  redirect('/admin/dead-letters')
}
