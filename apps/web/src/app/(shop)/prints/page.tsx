export default function PrintsPage() {
  return <main id="main" className="page" />
}
