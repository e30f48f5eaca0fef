export default function LabPage() {
  return <main id="main" />
}
