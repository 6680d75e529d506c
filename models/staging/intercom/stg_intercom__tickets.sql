{{ config(enabled=uses_source('intercom')) }}
with conversations as (
    select * from {{ ref('product_retention', 'stg_intercom__conversations') }}
),

conversation_contacts as (
    select * from {{ ref('product_retention', 'stg_intercom__conversation_contacts') }}
),

contacts as (
    select * from {{ ref('product_retention', 'stg_intercom__contacts') }}
),

numbered as (
    select
        *,
        row_number() over (
            partition by source_connection, conversation_id
            order by starts_at nulls first, is_current
        ) as version_number,
        max(case when is_current then 1 else 0 end) over (
            partition by source_connection, conversation_id
        ) as is_there,
        max(ends_at) over (partition by source_connection, conversation_id) as last_end
    from conversations
),

-- Every conversation begins open. What came before the first version is known by its last change alone.
states as (
    select
        source_connection, conversation_id, is_there, last_end, 0 as version_number,
        true as is_open, created_at as holds_from
    from numbered
    where version_number = 1
    union all
    select
        source_connection, conversation_id, is_there, last_end, version_number, is_open,
        case
            when starts_at is null or (version_number = 1 and updated_at < starts_at)
                then coalesce(updated_at, created_at)
            else starts_at
        end as holds_from
    from numbered
),

compared as (
    select
        *,
        lag(is_open) over (
            partition by source_connection, conversation_id order by version_number
        ) as was_open
    from states
),

stretches as (
    select
        *,
        coalesce(
            lead(holds_from) over (
                partition by source_connection, conversation_id order by version_number
            ),
            case when is_there = 0 then last_end end
        ) as holds_to
    from compared
    where was_open is null or was_open <> is_open
),

companies as (
    select
        conversation_contacts.source_connection,
        conversation_contacts.conversation_id,
        contacts.customer_id
    from conversation_contacts
    inner join contacts
        on
            conversation_contacts.source_connection = contacts.source_connection
            and conversation_contacts.contact_id = contacts.contact_id
    group by
        conversation_contacts.source_connection, conversation_contacts.conversation_id,
        contacts.customer_id
)

select
    stretches.source_connection,
    stretches.conversation_id,
    stretches.version_number,
    companies.customer_id,
    cast(stretches.holds_from as date) as opened_on,
    cast(
        case
            when stretches.holds_to < stretches.holds_from then stretches.holds_from
            else stretches.holds_to
        end as date
    ) as closed_on
from stretches
left join companies
    on
        stretches.source_connection = companies.source_connection
        and stretches.conversation_id = companies.conversation_id
where stretches.is_open
