import { palettes } from '@switchyard/art/palettes'
import { collections } from '@switchyard/art/prints'
import type { Catalogue } from '@switchyard/contracts/inventory'
import { addressWith, type Filters } from '~/catalogue-address'
import { sizeInWords, sizeName } from '~/size'
import { Facet, FacetLink } from './facet'
import { FilterPanel } from './filter-panel'
import { PriceForm } from './price-form'

/** Every way to narrow the catalogue, with what each would leave. */
export function CatalogueFilters({ filters, facets }: { filters: Filters; facets: Catalogue['facets'] }) {
  const { sort: _, pages: __, search: ___, ...narrowing } = filters
  return (
    <FilterPanel on={Object.keys(narrowing).length}>
      <Facet
        title="Collection"
        name="collection"
        values={collections.map(({ slug, title }) => ({ value: slug, label: title }))}
        counts={facets.collection}
        filters={filters}
      />
      <Facet
        title="Palette"
        name="palette"
        values={palettes.map(({ id, name }) => ({ value: id, label: name }))}
        counts={facets.palette}
        filters={filters}
      />
      <Facet title="Size" name="size" values={sizeValues} counts={facets.size} filters={filters} />
      <PriceForm filters={filters} />
      <div className="facet">
        <FacetLink
          toggle
          label="Only what is left"
          on={filters.inStock === true}
          href={addressWith(filters, { inStock: filters.inStock ? undefined : true })}
        />
      </div>
    </FilterPanel>
  )
}

const sizeValues = (['a3', 'a2', 'a1'] as const).map((size) => ({
  value: size,
  label: `${sizeName(size)}, ${sizeInWords(size)}`,
}))
